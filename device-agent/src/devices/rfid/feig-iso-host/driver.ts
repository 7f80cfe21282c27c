/** A pad on a FEIG reader. */
import type { RfidSettings } from '../../../config/settings.ts'
import { LecternError } from '../../../contract/errors.ts'
import type { TagStation } from '../contract.ts'
import { createPad, type PadOptions } from '../pad.ts'
import { SOFTWARE_VERSION } from './codec.ts'
import { FeigLink, hex } from './link.ts'
import { FeigReader } from './reader.ts'

export interface FeigPadOptions extends PadOptions {
  readonly settings: RfidSettings
}

export function createFeigPad(options: FeigPadOptions): TagStation {
  const { clock, settings } = options
  const { framing, busAddress } = settings
  return createPad(options, async (stream, session) => {
    const link = new FeigLink({ stream, session, clock, framing, busAddress })
    const { reply } = await link.ask(SOFTWARE_VERSION, null)
    if (reply === null) throw new LecternError('RFID_READER_FAULT', 'no sense in the software version')
    return new FeigReader(link, `reader type ${hex(reply.type)}, software ${hex(reply.revision)}`)
  })
}
