/** A 3M or Bibliotheca serial pad. */
import { LecternError } from '../../../contract/errors.ts'
import type { TagStation } from '../contract.ts'
import { createPad, type PadOptions } from '../pad.ts'
import { OPEN, PROBE, VERSION, type Version } from './codec.ts'
import { ThreeMLink } from './link.ts'
import { ThreeMReader } from './reader.ts'

/** A pad that has not answered the session's probe by then has no such layer and is spoken to directly. */
export const PROBE_TIMEOUT_MILLISECONDS = 500

export function createThreeMPad(options: PadOptions): TagStation {
  return createPad(options, async (stream, session) => {
    const link = new ThreeMLink({ stream, session, clock: options.clock })
    const controller = await probe(link)
    const { reply } = await link.ask(VERSION, {})
    const version = reply ?? controller
    if (version === null) throw new LecternError('RFID_READER_FAULT', 'no sense in the version')
    return new ThreeMReader(link, `3M reader, software ${dotted(version)}`)
  })
}

/** Null where the pad has no session layer. */
async function probe(link: ThreeMLink): Promise<Version | null> {
  try {
    const { reply } = await link.ask(PROBE, {}, PROBE_TIMEOUT_MILLISECONDS)
    await link.ask(OPEN, {})
    return reply
  } catch (error) {
    if (error instanceof LecternError) return null
    throw error
  }
}

const dotted = ({ major, minor, build }: Version): string => `${major}.${minor}.${build}`
