package dev.sam3flow.app.readme;

import org.apache.camel.builder.RouteBuilder;

/** The route of the README. */
// snippet: route
public class VideosRoute extends RouteBuilder {
    @Override
    public void configure() {
        from("file:videos?include=.*[.]mp4&move=.done&moveFailed=.failed")
                .to("sam3:segment?prompt=person&apiKey=RAW({{wavespeed.apiKey}})"
                        + "&videoTools=#class:dev.sam3flow.video.FfmpegVideoTools")
                .log("${header.CamelSam3PredictionId} was read as ${header.CamelSam3DialectFound}")
                .to("file:masks?fileName=${file:name.noext}.jsonl");
    }
}
// end of snippet
