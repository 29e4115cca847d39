package dev.sam3flow.simulator.pixels;

import java.util.List;

/** How bytes of others are opened: as files, and only in formats that refer to nothing outside of them. */
final class Untrusted {
    static final List<String> INPUT = List.of(
            "-protocol_whitelist",
            "file",
            "-format_whitelist",
            "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mpegts,mpeg,avi,flv,ogg",
            "-max_pixels",
            "140000000");

    private Untrusted() {}
}
