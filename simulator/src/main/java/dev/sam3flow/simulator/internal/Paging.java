package dev.sam3flow.simulator.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Which part of a list is asked for.
 *
 * @param page from 1
 * @param pageSize 1 to 100
 */
record Paging(int page, int pageSize) {
    static Paging read(ObjectNode body) throws Refusal {
        Paging paging =
                new Paging(body.path("page").asInt(1), body.path("page_size").asInt(20));
        if (paging.page < 1 || paging.pageSize < 1 || paging.pageSize > 100) {
            throw new Refusal(400, "page must be at least 1, page_size 1 to 100");
        }
        return paging;
    }

    <T> List<T> of(List<T> all) {
        long from = Math.min(all.size(), (page - 1L) * pageSize);
        long to = Math.min(all.size(), from + pageSize);
        return all.subList((int) from, (int) to);
    }
}
