import type { Dialect } from './dialect.ts'
import { GENERIC } from './generic.ts'

/**
 * SirsiDynix Symphony, whose source nobody may read. It splits messages over segments (Libki/libki-server, issue 110),
 * which every connection here bears. Nothing else that was published differs from the careful choice.
 */
export const SYMPHONY: Dialect = { ...GENERIC, label: 'SirsiDynix Symphony' }
