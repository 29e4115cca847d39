package dev.sam3flow.camel;

import dev.sam3flow.core.export.Png;
import dev.sam3flow.core.mask.Mask;
import dev.sam3flow.core.mask.PixelOrder;
import dev.sam3flow.core.track.Segment;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.apache.camel.Converter;

/** Masks as pictures, white within the mask: PNG files, or images in memory. */
@Converter(generateLoader = true)
public final class MaskConverter {
    private MaskConverter() {}

    @Converter
    public static byte[] toPng(Mask mask) {
        return Png.mask(mask);
    }

    @Converter
    public static InputStream toPngStream(Mask mask) {
        return new ByteArrayInputStream(toPng(mask));
    }

    @Converter
    public static BufferedImage toImage(Mask mask) {
        BufferedImage image =
                new BufferedImage(mask.size().width(), mask.size().height(), BufferedImage.TYPE_BYTE_GRAY);
        byte[] pixels = mask.toBytes(PixelOrder.ROW_MAJOR);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = pixels[i] == 0 ? 0 : (byte) 255;
        }
        image.getRaster().setDataElements(0, 0, image.getWidth(), image.getHeight(), pixels);
        return image;
    }

    @Converter
    public static byte[] toPng(Segment segment) {
        return toPng(segment.mask());
    }

    @Converter
    public static InputStream toPngStream(Segment segment) {
        return toPngStream(segment.mask());
    }

    @Converter
    public static BufferedImage toImage(Segment segment) {
        return toImage(segment.mask());
    }
}
