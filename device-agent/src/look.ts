/** Looking at the kiosk's screen from the desk, put together. */
import type { Settings } from './config/settings.ts'
import { Look, type LookOptions } from './flows/look/look.ts'
import { screenPicture } from './monitoring/commands/screen-picture.ts'

const SECOND_MILLISECONDS = 1_000
const MINUTE_MILLISECONDS = 60_000

export interface LookParts extends Pick<LookOptions, 'clock' | 'session' | 'screens'> {
  readonly settings: () => Settings
}

export const createLook = ({ settings, ...parts }: LookParts): Look =>
  new Look({
    ...parts,
    mask: screenPicture,
    rules: () => {
      const { enabled, minutes, questionSeconds } = settings().look
      return {
        enabled,
        lookMilliseconds: minutes * MINUTE_MILLISECONDS,
        questionMilliseconds: questionSeconds * SECOND_MILLISECONDS,
      }
    },
  })
