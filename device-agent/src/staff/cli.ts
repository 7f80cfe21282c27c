/**
 * Accounts of staff from the kiosk's own command line: the way to the first one, and back in where nobody remembers theirs.
 * A password is asked for, or read from the first line of standard input; never from the command's words, which every
 * program on the machine can see. Exit codes by sysexits.h: 64 usage, 65 refused, 77 not the kiosk's user, 78 wrong settings.
 */
import { statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Check } from 'typebox/value'
import { loadSettings } from '../config/load.ts'
import { AccountRequest } from '../contract/staff-requests.ts'
import { PASSWORD_MAX_CHARACTERS, PASSWORD_MIN_CHARACTERS } from '../contract/staff-sign-in.ts'
import { Accounts } from './accounts.ts'
import { Audit } from './audit.ts'
import { changeAccount } from './change-account.ts'
import { openStaff } from './open-staff.ts'
import { readPassword } from './read-password.ts'

const CONFIG = '/etc/lectern/kiosk.yaml'
const USAGE = `usage: npm run staff -- [--config ${CONFIG}] list
       npm run staff -- add NAME --role view|operate|manage
       npm run staff -- role NAME --role view|operate|manage
       npm run staff -- passwd NAME
       npm run staff -- remove NAME
`
const REFUSALS = {
  exists: 'There is such an account already.',
  unknown: 'There is no such account.',
  lastManager: 'Nobody could manage accounts any more: make another one with the role manage first.',
  tooMany: 'There are too many accounts.',
} as const
const ORDERS = { add: 'add', role: 'role', passwd: 'password', remove: 'remove' } as const

function end(code: number, words: string): never {
  process.stderr.write(`${words.trimEnd()}\n`)
  process.exit(code)
}

function asked() {
  try {
    const { positionals, values } = parseArgs({
      options: { config: { type: 'string', default: CONFIG }, role: { type: 'string' } },
      allowPositionals: true,
    })
    return { positionals, ...values }
  } catch {
    return end(64, USAGE)
  }
}

const { config, positionals, role } = asked()
const [verb = '', name = '', ...more] = positionals
const type = verb === 'list' ? null : ORDERS[verb as keyof typeof ORDERS]
if (type === undefined || more.length > 0 || (name === '') !== (verb === 'list')) end(64, USAGE)

const path = resolve(process.env.INIT_CWD ?? '.', config)
const loaded = await loadSettings(path)
if (!loaded.ok) end(78, loaded.problems.map(({ line, reason }) => `${path}:${line}: ${reason}`).join('\n'))
const { folder } = loaded.settings.data
const owner = statSync(folder, { throwIfNoEntry: false })?.uid
if (owner === undefined) end(78, `${folder} is not there yet: start the kiosk once.`)
// What another user writes there the kiosk could not open.
if (owner !== process.getuid?.()) end(77, `Run it as the user that ${folder} belongs to: sudo -u lectern …`)

const { file } = openStaff({ folder, wall: Date.now })
const accounts = new Accounts(file)
if (type === null) {
  for (const one of accounts.all())
    process.stdout.write(`${one.name}\t${one.role}\t${new Date(one.since).toISOString().slice(0, 10)}\n`)
} else {
  const needsPassword = type === 'add' || type === 'password'
  const password = needsPassword ? await readPassword() : null
  if (needsPassword && password === null) end(65, 'The two are not the same.')
  const request: unknown = {
    type,
    name,
    ...(type === 'add' || type === 'role' ? { role } : {}),
    ...(needsPassword ? { password } : {}),
  }
  if (!Check(AccountRequest, request))
    end(
      64,
      `${USAGE}A name has at most 40 letters, digits and . _ @ - between them; a password ${PASSWORD_MIN_CHARACTERS} to ${PASSWORD_MAX_CHARACTERS} characters.`,
    )
  const refused = await changeAccount(accounts, request)
  new Audit(file, () => Number.POSITIVE_INFINITY).record({
    who: userInfo().username,
    role: null,
    address: 'command line',
    action: `account.${type}`,
    detail: 'role' in request ? `${request.name}, ${request.role}` : request.name,
    result: refused ?? 'done',
  })
  if (refused !== null) end(65, REFUSALS[refused])
}
file.shut()
