// Loaded before a server that would listen on a fixed port of every interface: a free port of the loopback instead,
// said on stdout; and an end with whoever started it.
const net = require('node:net');
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (_port, ...rest) {
  this.once('listening', () => console.log(`PORT=${this.address().port}`));
  return listen.call(this, { port: 0, host: '127.0.0.1' }, rest.find(argument => typeof argument === 'function'));
};
process.stdin.on('end', () => process.exit(0)).resume();
