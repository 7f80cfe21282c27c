/** What a schema cannot say about staff mode: somebody must be able to come in, and not with less than was meant. */
import type { SettingClash } from './drop-clashes.ts'
import type { StaffModeSettings } from './staff-mode-settings.ts'

export function staffModeClashes(staffMode: StaffModeSettings | undefined): SettingClash[] {
  if (staffMode === undefined) return []
  const { cardNeedsPin, cardPattern, cards, pin, pinFile } = staffMode
  const clash = (reason: string, ...keys: string[]): SettingClash[] => [
    { path: ['staffMode', ...keys], reason },
  ]
  const hasPin = pin !== undefined || pinFile !== undefined
  const hasCards = cardPattern !== undefined || cards.length > 0
  if (!hasPin && hasCards && cardNeedsPin) return clash('needs a pin or a pinFile', 'cardNeedsPin')
  if (!hasPin && !hasCards) return clash('lets nobody in: it needs pin, pinFile, cardPattern or cards')
  return []
}
