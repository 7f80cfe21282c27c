/** Whose a connection is, by the MAC that a gate writes into its records. */
import { FrameParser } from '../../shared/feig/frame.ts'
import { READ_BUFFER } from './codec.ts'
import { decodeBuffer } from './records.ts'

/** Null while its first bytes do not tell. `mac` as 'AA:BB:CC:DD:EE:FF'. */
export function isOfGate(mac: string): (bytes: Uint8Array) => boolean | null {
  return (bytes) => {
    for (const { command, data } of new FrameParser().push(bytes)) {
      const records = command === READ_BUFFER.id ? (decodeBuffer(data.subarray(1))?.records ?? []) : []
      const named = records.find((record) => record.mac !== null)
      if (named !== undefined) return named.mac === mac
    }
    return null
  }
}
