/** The reader as a pad: what staff are told when it fails. */
import { FeigLink as Link, type LinkCodes, type LinkOptions } from '../../shared/feig/link.ts'

export { COMMAND_TIMEOUT_MILLISECONDS, hex } from '../../shared/feig/link.ts'

const CODES: LinkCodes = {
  away: 'RFID_AWAY',
  mode: 'RFID_READER_MODE',
  login: 'RFID_READER_LOGIN',
  fault: 'RFID_READER_FAULT',
}

export class FeigLink extends Link {
  constructor(options: Omit<LinkOptions, 'codes' | 'onFrame'>) {
    super({ ...options, codes: CODES })
  }
}
