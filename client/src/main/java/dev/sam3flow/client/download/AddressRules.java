package dev.sam3flow.client.download;

import java.net.Inet4Address;
import java.net.InetAddress;

/** Which addresses a download may connect to. */
public enum AddressRules {
    /** only addresses that the public internet routes */
    PUBLIC_ONLY,
    /** those, and this machine: for a provider that runs here */
    PUBLIC_AND_THIS_MACHINE;

    /** IPv4 blocks that are not public: first address, prefix length. */
    private static final int[][] CLOSED_V4 = {
        {0x00000000, 8}, {0x0A000000, 8}, {0x64400000, 10}, {0x7F000000, 8}, {0xA9FE0000, 16}, {0xAC100000, 12},
        {0xC0000000, 24}, {0xC0000200, 24}, {0xC0586300, 24}, {0xC0A80000, 16}, {0xC6120000, 15}, {0xC6336400, 24},
        {0xCB007100, 24}, {0xE0000000, 4}, {0xF0000000, 4}
    };

    public boolean allows(InetAddress address) {
        if (this == PUBLIC_AND_THIS_MACHINE && address.isLoopbackAddress()) {
            return true;
        }
        return address instanceof Inet4Address ? isPublicV4(address.getAddress()) : isPublicV6(address.getAddress());
    }

    private static boolean isPublicV4(byte[] bytes) {
        int value = ((bytes[0] & 255) << 24) | ((bytes[1] & 255) << 16) | ((bytes[2] & 255) << 8) | (bytes[3] & 255);
        for (int[] block : CLOSED_V4) {
            if ((value ^ block[0]) >>> (32 - block[1]) == 0) {
                return false;
            }
        }
        return true;
    }

    /** Global unicast is 2000::/3; within it some prefixes embed an IPv4 address or are for documents and tests. */
    private static boolean isPublicV6(byte[] bytes) {
        int first = ((bytes[0] & 255) << 8) | (bytes[1] & 255);
        int second = ((bytes[2] & 255) << 8) | (bytes[3] & 255);
        boolean global = first >>> 13 == 1;
        boolean special = first == 0x2001 && (second < 0x0200 || second == 0x0db8);
        boolean embedsV4 = first == 0x2002;
        boolean documents = first == 0x3fff && second < 0x1000;
        return global && !special && !embedsV4 && !documents;
    }
}
