// The way the official SDK is used: upload a file, run the model, read the outputs. Prints one line of JSON.
const { Client } = require(process.argv[2]);
const [root, key, file, prompt] = process.argv.slice(3);

(async () => {
    const client = new Client(key, { baseUrl: root, connectionTimeout: 10, timeout: 60 });
    const video = await client.upload(file);
    const result = await client.run('wavespeed-ai/sam3-video-rle', { video, prompt }, { pollInterval: 0.2 });
    const quiet = await client.runNoThrow('wavespeed-ai/sam3-video-rle', { video: 'https://example.org/none.mp4', prompt }, { pollInterval: 0.2 });
    console.log(JSON.stringify({ video, outputs: result.outputs, failed: quiet.outputs === null, why: String(quiet.detail.error) }));
})().catch(error => {
    console.error(error);
    process.exit(1);
});
