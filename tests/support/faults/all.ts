import { CARD } from './card.ts'
import type { Emulated } from './emulated.ts'
import { GATE } from './gate.ts'
import { IO } from './io.ts'
import { PRINTER } from './printer.ts'
import { RFID } from './rfid.ts'
import { SCANNER } from './scanner.ts'

export const EMULATED: readonly Emulated[] = [...RFID, ...PRINTER, ...SCANNER, ...CARD, ...IO, ...GATE]
