// Drives the published client of the SockJS event-bus bridge against a port: node eventbus_client.js PORT
const assert = require('assert');
const EventBus = require('@vertx/eventbus-bridge-client.js');

const bus = new EventBus('http://127.0.0.1:' + process.argv[2] + '/eventbus', {
  vertxbus_ping_interval: 500,
});
const errors = [];
bus.onerror = (error) => errors.push(error.body);

const ask = (address, body, headers) =>
  new Promise((resolve, reject) =>
    bus.send(address, body, headers || {}, (error, message) =>
      error ? reject(error) : resolve(message)));

const until = async (what, condition) => {
  for (let waited = 0; !condition(); waited += 5) {
    assert(waited < 10000, 'not in time: ' + what);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

async function main() {
  const reply = await ask('in.upper', { text: 'seed' }, { lang: 'en' });
  assert.deepStrictEqual(reply.body, { text: 'SEED' });
  assert.strictEqual(reply.headers.lang, 'en');
  await assert.rejects(ask('in.nobody', 1), (e) => e.failureType === 'NO_HANDLERS');
  await assert.rejects(ask('in.fails', 1), (e) => e.failureCode === 418);

  const news = [];
  bus.registerHandler('out.news', (error, message) => news.push(message.body));
  bus.publish('in.relay', [1, 'two', null]);
  await until('news', () => news.length === 1);
  assert.deepStrictEqual(news[0], [1, 'two', null]);

  bus.registerHandler('out.client', (error, message) => message.reply(message.body + ' answered'));
  assert.strictEqual((await ask('in.ask', 'question')).body, 'question answered');

  bus.send('private', 'x');
  bus.registerHandler('private', () => assert.fail('got what is private'));
  await until('two errors', () => errors.length === 2);
  assert.deepStrictEqual(errors, ['access_denied', 'access_denied']);
  console.log('ok');
  process.exit(0);
}

bus.onopen = () => main().catch((error) => {
  console.log(error);
  process.exit(1);
});
