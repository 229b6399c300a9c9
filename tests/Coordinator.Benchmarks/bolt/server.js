// The receiver of Slack's own framework with an app behind it that acknowledges and does nothing else: the least that it can cost.
// It verifies the signature, reads the event, and keeps nothing. Usage: node server.js PORT SIGNING_SECRET. Ends when its standard input does.
const { HTTPReceiver } = require('@slack/bolt');

const [port, signingSecret] = process.argv.slice(2);
const receiver = new HTTPReceiver({ signingSecret });
receiver.init({ processEvent: async (event) => event.ack() });
receiver.start({ port: Number(port), host: '127.0.0.1' });
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
