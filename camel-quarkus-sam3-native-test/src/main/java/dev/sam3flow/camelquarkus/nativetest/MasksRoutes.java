package dev.sam3flow.camelquarkus.nativetest;

import org.apache.camel.builder.RouteBuilder;

/** Routes that need what a native executable holds only if it is told: converters, a data format, types that are reflected on. */
public class MasksRoutes extends RouteBuilder {
    @Override
    public void configure() {
        from("direct:masks").to("sam3:segment?prompt=disc&frameSize=160x120").convertBodyTo(String.class);
        from("direct:described")
                .to("sam3:segment?prompt=disc&frameSize=160x120")
                .setBody(simple("${body.predictionId} ${body.frames.size} ${header.CamelSam3DialectFound}"));
        from("direct:pictures")
                .to("sam3:segment?prompt=disc&frameSize=160x120")
                .setBody(simple("${body.frames[0].segments[0].mask}"))
                .convertBodyTo(byte[].class);
        from("direct:kept")
                .to("sam3:segment?prompt=disc&frameSize=160x120")
                .marshal("sam3rle")
                .unmarshal("sam3rle")
                .convertBodyTo(String.class);
        from("direct:refused").to("sam3:segment?prompt=disc&frameSize=160x120");
        from("sam3:webhook?webhookSecret=whsec_0123456789abcdef0123456789abcdef")
                .to("direct:called");
        from("direct:called").log("called");
    }
}
