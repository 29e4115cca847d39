package dev.sam3flow.core.mask;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads COCO text one character after the other, by the definition and without any trick; the tests' second opinion. */
final class ReferenceCoco {
    private ReferenceCoco() {}

    /** The counts, or nothing when the text is not whole numbers of at most six characters. */
    static Optional<List<Long>> counts(String text) {
        List<Long> counts = new ArrayList<>();
        long number = 0;
        int characters = 0;
        for (char character : text.toCharArray()) {
            int group = character - 48;
            if (group < 0 || group >= 64 || ++characters > 6) {
                return Optional.empty();
            }
            number += (group & 31L) << (5 * (characters - 1));
            if (group < 32) {
                if (group >= 16) {
                    number -= 1L << (5 * characters);
                }
                counts.add(counts.size() >= 3 ? number + counts.get(counts.size() - 2) : number);
                number = 0;
                characters = 0;
            }
        }
        return characters == 0 ? Optional.of(counts) : Optional.empty();
    }

    /** The picture, or nothing when the text is no mask of this size. */
    static Optional<Picture> picture(FrameSize size, String text) {
        if (text.isEmpty()) {
            return Optional.of(new Picture(size.width(), size.height()));
        }
        return counts(text).flatMap(counts -> picture(size, counts));
    }

    private static Optional<Picture> picture(FrameSize size, List<Long> counts) {
        long sum = counts.stream().mapToLong(Long::longValue).sum();
        if (sum != size.pixels() || counts.stream().anyMatch(count -> count < 0)) {
            return Optional.empty();
        }
        boolean[] pixels = new boolean[size.pixels()];
        int position = 0;
        for (int i = 0; i < counts.size(); i++) {
            for (long k = 0; k < counts.get(i); k++) {
                pixels[position++] = i % 2 == 1;
            }
        }
        return Optional.of(Picture.of(size.width(), size.height(), (x, y) -> pixels[x * size.height() + y]));
    }

    /** One number in the text's alphabet. */
    static String encode(long number) {
        StringBuilder text = new StringBuilder();
        long rest = number;
        while (true) {
            long group = rest & 31;
            rest >>= 5;
            boolean last = rest == ((group & 16) == 0 ? 0 : -1);
            text.append((char) (48 + group + (last ? 0 : 32)));
            if (last) {
                return text.toString();
            }
        }
    }
}
