package dev.sam3flow.video.internal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A shared object for 64-bit Linux that has a name and version definitions and nothing else.
 *
 * <p>The bundled ffmpeg is linked against sound and window libraries that a server lacks. It never calls into them when it
 * works on files, so a library of the right name is enough to let the dynamic linker start it.
 *
 * @param soname name of the library, such as {@code "libasound.so.2"}
 * @param versions names of the symbol versions that its users ask for; may be empty
 * @param machine ELF machine number: 62 for x86-64, 183 for AArch64
 */
record ElfStub(String soname, List<String> versions, int machine) {
    private static final int EHDR = 64;
    private static final int PHDR = 56;
    private static final int SYM = 24;
    private static final int PROGRAM_HEADERS = 3;

    ElfStub {
        versions = List.copyOf(versions);
    }

    /** The whole file, about 500 bytes. */
    byte[] bytes() {
        Strings strings = new Strings();
        int name = strings.add(soname);
        byte[] verdef = versions.isEmpty() ? new byte[0] : versionDefinitions(name, strings);
        byte[] dynstr = strings.bytes();

        int dynsym = EHDR + PROGRAM_HEADERS * PHDR;
        int hash = dynsym + SYM;
        int versym = hash + 16;
        int verdefAt = versym + 8;
        int dynstrAt = verdefAt + verdef.length;
        int dynamic = align8(dynstrAt + dynstr.length);
        byte[] entries = dynamicEntries(name, dynstr.length, new int[] {hash, dynsym, dynstrAt, versym, verdefAt});
        int total = dynamic + entries.length;

        ByteBuffer out = little(total);
        out.put(header());
        out.put(programHeader(1, 6, 0, total, 0x10000));
        out.put(programHeader(2, 6, dynamic, entries.length, 8));
        out.put(programHeader(0x6474e551, 6, 0, 0, 16));
        out.position(hash).putInt(1).putInt(1).putInt(0).putInt(0);
        out.position(verdefAt).put(verdef).put(dynstr);
        out.position(dynamic).put(entries);
        return out.array();
    }

    private byte[] header() {
        ByteBuffer out = little(EHDR);
        out.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
        out.putShort((short) 3).putShort((short) machine).putInt(1);
        out.putLong(0).putLong(EHDR).putLong(0).putInt(0);
        out.putShort((short) EHDR).putShort((short) PHDR).putShort((short) PROGRAM_HEADERS);
        out.putShort((short) 64).putShort((short) 0).putShort((short) 0);
        return out.array();
    }

    private static byte[] programHeader(int type, int flags, long offset, long size, long align) {
        ByteBuffer out = little(PHDR);
        out.putInt(type).putInt(flags).putLong(offset).putLong(offset).putLong(offset);
        out.putLong(size).putLong(size).putLong(align);
        return out.array();
    }

    private byte[] dynamicEntries(int name, int stringBytes, int[] places) {
        boolean versioned = !versions.isEmpty();
        ByteBuffer out = little(16 * (versioned ? 10 : 7));
        out.putLong(14).putLong(name);
        out.putLong(4).putLong(places[0]);
        out.putLong(6).putLong(places[1]);
        out.putLong(5).putLong(places[2]);
        out.putLong(10).putLong(stringBytes);
        out.putLong(11).putLong(SYM);
        if (versioned) {
            out.putLong(0x6ffffff0L).putLong(places[3]);
            out.putLong(0x6ffffffcL).putLong(places[4]);
            out.putLong(0x6ffffffdL).putLong(versions.size() + 1);
        }
        return out.array();
    }

    /** The first definition is the file's own name, as the linker wants it. */
    private byte[] versionDefinitions(int name, Strings strings) {
        int count = versions.size() + 1;
        ByteBuffer out = little(28 * count);
        for (int i = 0; i < count; i++) {
            String version = i == 0 ? soname : versions.get(i - 1);
            int at = i == 0 ? name : strings.add(version);
            out.putShort((short) 1).putShort((short) (i == 0 ? 1 : 0));
            out.putShort((short) (i + 1)).putShort((short) 1).putInt(elfHash(version));
            out.putInt(20).putInt(i == count - 1 ? 0 : 28);
            out.putInt(at).putInt(0);
        }
        return out.array();
    }

    /** The hash function of the System V ABI. */
    static int elfHash(String text) {
        int hash = 0;
        for (byte b : text.getBytes(StandardCharsets.US_ASCII)) {
            hash = (hash << 4) + b;
            int high = hash & 0xf0000000;
            hash = (hash ^ (high >>> 24)) & ~high;
        }
        return hash;
    }

    private static int align8(int offset) {
        return (offset + 7) & ~7;
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A string table: text ends with a zero byte, and offset 0 is the empty text. */
    private static final class Strings {
        private final ByteArrayOutputStream table = new ByteArrayOutputStream();

        Strings() {
            table.write(0);
        }

        int add(String text) {
            int at = table.size();
            table.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
            table.write(0);
            return at;
        }

        byte[] bytes() {
            return table.toByteArray();
        }
    }
}
