/**
 * What a tag's UID says about its chip: manufacturer in the second byte (ISO/IEC 7816-6), for NXP the type in the third.
 * Only what the tag tool and the readers must know.
 */
import type { TagUid } from './tag.ts'

const MAKERS: Readonly<Record<string, string>> = {
  '02': 'ST',
  '04': 'NXP',
  '05': 'Infineon',
  '07': 'Texas Instruments',
  '08': 'Fujitsu',
  '16': 'EM Microelectronic',
  '17': 'KSW',
}
const NXP = /^E004/
/** ICODE SLI and SLIX (01), SLI-S (02) and SLI-L (03) have an EAS bit; plain ICODE ILT and DNA have another type byte. */
const NXP_WITH_EAS = /^E0040[123]/
/** An SLIX2 holds a counter in the last of its blocks. */
const SLIX2_BLOCKS = 80

export const makerOf = (uid: TagUid): string => MAKERS[uid.slice(2, 4)] ?? 'unknown maker'
export const isNxp = (uid: TagUid): boolean => NXP.test(uid)
export const hasEas = (uid: TagUid): boolean => NXP_WITH_EAS.test(uid)

/** Bytes from the start that are for the user. */
export function usableBytes(uid: TagUid, blockSize: number, bytes: number): number {
  return isNxp(uid) && bytes === SLIX2_BLOCKS * blockSize ? bytes - blockSize : bytes
}
