import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Accounts } from './accounts.ts'
import { Audit } from './audit.ts'
import { openStaff } from './open-staff.ts'
import { passwordFits } from './password.ts'

/** Each order is a process of its own. */
const PATIENCE_MILLISECONDS = 60_000

const PASSWORD = 'a horse, a kingdom'
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'staff-cli-'))
  mkdirSync(join(folder, 'data'))
  writeFileSync(
    join(folder, 'kiosk.yaml'),
    `library: { name: Riverside }\nils: { host: 127.0.0.1 }\ndata: { folder: '${join(folder, 'data')}' }\n`,
  )
})
afterEach(() => rmSync(folder, { recursive: true }))

/** The command with `input` on its standard input. */
const staff = (words: readonly string[], input = '') =>
  new Promise<{ code: number; out: string; said: string }>((resolve) => {
    const all = [join(import.meta.dirname, 'cli.ts'), '--config', join(folder, 'kiosk.yaml'), ...words]
    const child = execFile(process.execPath, all, (error, out, said) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, said }),
    )
    child.stdin?.end(input)
  })
const kept = () => openStaff({ folder: join(folder, 'data'), wall: Date.now }).file

it(
  'makes the first account with a password from standard input, lists it, and says who did it',
  async () => {
    // The kiosk runs meanwhile.
    const running = kept()
    expect(await staff(['add', 'maria', '--role', 'manage'], `${PASSWORD}\n`)).toEqual({
      code: 0,
      out: '',
      said: '',
    })
    expect((await staff(['list'])).out).toMatch(/^maria\tmanage\t\d{4}-\d\d-\d\d\n$/)
    expect(await passwordFits(PASSWORD, new Accounts(running).find('maria')?.hash ?? '')).toBe(true)
    expect(new Audit(running, () => 0).read(9, 9)).toMatchObject([
      { action: 'account.add', detail: 'maria, manage', address: 'command line', result: 'done' },
    ])
    running.shut()
  },
  PATIENCE_MILLISECONDS,
)

it(
  'changes role and password, removes, and refuses in plain words',
  async () => {
    await staff(['add', 'maria', '--role', 'manage'], PASSWORD)
    await staff(['add', 'tom', '--role', 'view'], PASSWORD)
    expect((await staff(['role', 'tom', '--role', 'operate'])).code).toBe(0)
    expect((await staff(['passwd', 'tom'], 'another long one')).code).toBe(0)
    const file = kept()
    expect(new Accounts(file).all().map(({ role }) => role)).toEqual(['manage', 'operate'])
    expect(await passwordFits('another long one', new Accounts(file).find('tom')?.hash ?? '')).toBe(true)
    file.shut()
    expect((await staff(['remove', 'tom'])).code).toBe(0)
    expect(await staff(['remove', 'tom'])).toMatchObject({ code: 65, said: 'There is no such account.\n' })
    expect((await staff(['remove', 'maria'])).code).toBe(65)
  },
  PATIENCE_MILLISECONDS,
)

it(
  'takes no password among its words, no short one, no role there is not',
  async () => {
    for (const [words, input] of [
      [['add', 'maria', PASSWORD, '--role', 'manage'], ''],
      [['add', 'maria', '--role', 'manage', '--password', PASSWORD], ''],
      [['add', 'maria', '--role', 'manage'], 'short'],
      [['add', 'maria', '--role', 'root'], PASSWORD],
      [['add', '--role', 'view'], PASSWORD],
      [['invite', 'maria'], PASSWORD],
      [[], ''],
    ] as const)
      expect((await staff(words, input)).code, words.join(' ')).toBe(64)
    expect(readdirSync(join(folder, 'data')).length === 0 || new Accounts(kept()).none).toBe(true)
  },
  PATIENCE_MILLISECONDS,
)
