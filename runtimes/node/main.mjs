// Worker of the Node guests. Start it through unblock-worker-node in the build's bin folder.
// No syntax newer than Node 14's in what is loaded at once, so that a Node that is too old can say so, cell by cell.
import { InputError } from './protocol/errors.mjs';
import { parse } from './protocol/options.mjs';
import { complain, workerMain } from './protocol/worker.mjs';
import { FLAVOURS } from './flavours.mjs';

async function main(args) {
  let options;
  try {
    options = parse(args);
    if (!Object.prototype.hasOwnProperty.call(FLAVOURS, options.guest)) {
      throw new InputError(`--unblock_guest=${options.guest}: one of ${Object.keys(FLAVOURS).join(', ')} is expected`);
    }
  } catch (error) {
    const guest = args.find((argument) => argument.startsWith('--unblock_guest='));
    return complain(`unblock-worker-${guest ? guest.slice(guest.indexOf('=') + 1) : 'node'}`, error);
  }
  const flavour = FLAVOURS[options.guest];
  return workerMain(options, options.guest, flavour.whyNot, flavour.driver);
}

main(process.argv.slice(2)).then((code) => process.exit(code));
