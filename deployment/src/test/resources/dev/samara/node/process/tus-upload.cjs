// node tus-upload.cjs ENDPOINT FILE PROTOCOL SEED ABORTS
// Uploads a file with tus-js-client, aborts it at random points, and goes on each time.
const fs = require('fs');
const tus = require('tus-js-client');

const [endpoint, file, protocol, seedText, abortsText] = process.argv.slice(2);
const size = fs.statSync(file).size;
let state = Number(seedText) >>> 0 || 1;

function random() {
  state ^= state << 13;
  state >>>= 0;
  state ^= state >>> 17;
  state ^= state << 5;
  state >>>= 0;
  return state / 4294967296;
}

const abortAt = Array.from({ length: Number(abortsText) }, () => Math.floor(random() * size));
abortAt.sort((a, b) => a - b);
let aborts = 0;

const upload = new tus.Upload(fs.createReadStream(file), {
  endpoint,
  protocol,
  uploadSize: size,
  retryDelays: Array(100).fill(300),
  onProgress(sent) {
    if (abortAt.length > 0 && sent >= abortAt[0]) {
      while (abortAt.length > 0 && sent >= abortAt[0]) abortAt.shift();
      aborts++;
      upload.abort().then(() => setTimeout(() => upload.start(), 50));
    }
  },
  onError(error) {
    console.error(String(error));
    process.exit(1);
  },
  onSuccess() {
    console.log('uploaded after ' + aborts + ' aborts');
    process.exit(0);
  },
});

upload.start();
