import type { ErrorCode } from '../../contract/errors.ts'
import type { Returns, TakeBack, TakenBack } from './contract.ts'

/**
 * The same service. `onTaking` is told of each item before it is asked about, and answers who hears what became of it.
 * `alsoShut`: why else nothing can be taken back now.
 */
export function heard(
  returns: Returns,
  onTaking: (request: TakeBack) => (taken: TakenBack) => void,
  alsoShut: () => ErrorCode | null = () => null,
): Returns {
  return {
    obstacle: () => alsoShut() ?? returns.obstacle(),
    begin: (place) => returns.begin(place),
    takeBack: async (request) => {
      const onTaken = onTaking(request)
      const taken = await returns.takeBack(request)
      onTaken(taken)
      return taken
    },
    secure: (entry, pad) => returns.secure(entry, pad),
    giveUp: (entry) => returns.giveUp(entry),
    leaveUntaken: (entry) => returns.leaveUntaken(entry),
    setAside: (entry, item) => returns.setAside(entry, item),
    tellPlace: (item, bin) => returns.tellPlace(item, bin),
  }
}
