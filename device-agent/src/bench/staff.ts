/** Somebody for the demo to sign in as: their password is new with each start. */
import { randomBytes } from 'node:crypto'
import { Accounts } from '../staff/accounts.ts'
import { openStaff } from '../staff/open-staff.ts'
import { hashPassword } from '../staff/password.ts'

const NAME = 'demo'
const PASSWORD_BYTES = 9

export interface DemoStaff {
  readonly name: string
  readonly password: string
}

/** Rejects where the folder cannot be written. */
export async function demoStaff(folder: string): Promise<DemoStaff> {
  const password = randomBytes(PASSWORD_BYTES).toString('hex')
  const { file } = openStaff({ folder, wall: Date.now })
  const accounts = new Accounts(file)
  const hash = await hashPassword(password)
  if (accounts.add(NAME, 'manage', hash) === 'exists') accounts.setHash(NAME, hash)
  file.shut()
  return { name: NAME, password }
}
