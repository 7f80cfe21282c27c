/** Somebody for the demo to sign in as, and a PIN for its staff mode: both new with each start. */
import { randomBytes, randomInt } from 'node:crypto'
import { Accounts } from '../staff/accounts.ts'
import { openStaff } from '../staff/open-staff.ts'
import { hashPassword } from '../staff/password.ts'
import { hashPin } from '../staff-mode/secret.ts'

const NAME = 'demo'
const PASSWORD_BYTES = 9
const PIN_DIGITS = 6

export interface DemoStaff {
  readonly name: string
  readonly password: string
  readonly pin: string
  /** Settings of staff mode, as YAML. */
  readonly yaml: string
}

/** Rejects where the folder cannot be written. */
export async function demoStaff(folder: string): Promise<DemoStaff> {
  const password = randomBytes(PASSWORD_BYTES).toString('hex')
  const { file } = openStaff({ folder, wall: Date.now })
  const accounts = new Accounts(file)
  const hash = await hashPassword(password)
  if (accounts.add(NAME, 'manage', hash) === 'exists') accounts.setHash(NAME, hash)
  file.shut()
  const pin = String(randomInt(10 ** PIN_DIGITS)).padStart(PIN_DIGITS, '0')
  const yaml = `staffMode: ${JSON.stringify({ pin: await hashPin(pin) })}\n`
  return { name: NAME, password, pin, yaml }
}
