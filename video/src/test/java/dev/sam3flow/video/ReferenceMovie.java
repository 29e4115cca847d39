package dev.sam3flow.video;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;

/** The index of an MP4 or MOV without its data, which it says lies in another file, at the same places. */
final class ReferenceMovie {
    private static final Set<String> PARENTS = Set.of("moov", "trak", "mdia", "minf", "dinf");

    private ReferenceMovie() {}

    /** A reference by URL. */
    static byte[] toUrl(byte[] movie, String url) {
        byte[] text = (url + "\0").getBytes(StandardCharsets.UTF_8);
        return of(
                movie,
                box("url ", ByteBuffer.allocate(4 + text.length).putInt(0).put(text)));
    }

    /** A reference by a Macintosh alias with an absolute path. */
    static byte[] toPath(byte[] movie, Path file) {
        return of(movie, alias(file, 0, 0));
    }

    /** A reference by a Macintosh alias that leads into a folder beside the film. */
    static byte[] toFolderBeside(byte[] movie, Path file) {
        return of(movie, alias(file, 1, 2));
    }

    /** @param up folders up from the film, one for its own, and {@code down} names down to the file; 0 where the path is absolute */
    private static byte[] alias(Path file, int up, int down) {
        byte[] path = file.toString().getBytes(StandardCharsets.UTF_8);
        int padded = path.length + path.length % 2;
        ByteBuffer alias = ByteBuffer.allocate(162 - 8 + 4 + padded + 4);
        alias.position(4 + 10 + 28 + 12 + 64 + 16); // flags, and names that say nothing
        alias.putShort((short) up).putShort((short) down);
        alias.position(alias.position() + 16);
        alias.putShort((short) 2).putShort((short) path.length).put(path);
        alias.position(alias.position() + padded - path.length);
        alias.putShort((short) -1).putShort((short) 0);
        return box("alis", alias);
    }

    private static byte[] of(byte[] movie, byte[] reference) {
        ByteArrayOutputStream film = new ByteArrayOutputStream();
        for (ByteBuffer rest = ByteBuffer.wrap(movie); rest.hasRemaining(); ) {
            Box box = Box.next(rest);
            if (!box.type().equals("mdat") && !box.type().equals("free")) {
                film.writeBytes(referring(box, reference));
            }
        }
        return film.toByteArray();
    }

    private static byte[] referring(Box box, byte[] reference) {
        if (box.type().equals("dref")) {
            ByteBuffer table =
                    ByteBuffer.allocate(8 + reference.length).putInt(0).putInt(1);
            return box("dref", table.put(reference));
        }
        if (!PARENTS.contains(box.type())) {
            return box(box.type(), box.content());
        }
        ByteArrayOutputStream children = new ByteArrayOutputStream();
        while (box.content().hasRemaining()) {
            children.writeBytes(referring(Box.next(box.content()), reference));
        }
        return box(box.type(), ByteBuffer.wrap(children.toByteArray()));
    }

    private record Box(String type, ByteBuffer content) {
        static Box next(ByteBuffer from) {
            int size = from.getInt() - 8;
            byte[] type = new byte[4];
            from.get(type);
            ByteBuffer content = from.slice(from.position(), size);
            from.position(from.position() + size);
            return new Box(new String(type, StandardCharsets.ISO_8859_1), content);
        }
    }

    private static byte[] box(String type, ByteBuffer content) {
        return ByteBuffer.allocate(8 + content.capacity())
                .putInt(8 + content.capacity())
                .put(type.getBytes(StandardCharsets.ISO_8859_1))
                .put(content.rewind())
                .array();
    }
}
