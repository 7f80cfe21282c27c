import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ManualClock } from '../runtime/clock.ts'
import { Accounts } from './accounts.ts'
import { AUDIT_ENTRIES_MAX, Audit } from './audit.ts'
import { auditCsv } from './audit-csv.ts'
import { openStaff, staffFile } from './open-staff.ts'
import { hashPassword, passwordFits } from './password.ts'
import { NAME_PAUSES, Pauses, REMEMBERED_MAX } from './pauses.ts'
import { Sessions } from './sessions.ts'
import { RULES } from './sign-in.test-support.ts'

const PASSWORD = 'a horse, a kingdom'
let clock: ManualClock
let file: ReturnType<typeof staffFile>
let accounts: Accounts
let sessions: Sessions
beforeEach(() => {
  clock = new ManualClock()
  file = staffFile(':memory:', () => clock.wall())
  accounts = new Accounts(file)
  sessions = new Sessions(file, () => RULES)
})
afterEach(() => file.shut())

describe('a password', () => {
  it('is kept as Argon2id with the parameters of OWASP and a salt of its own, and opens', async () => {
    const [hash, again] = [await hashPassword(PASSWORD), await hashPassword(PASSWORD)]
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
    expect(hash).not.toBe(again)
    expect(await passwordFits(PASSWORD, hash)).toBe(true)
    expect(await passwordFits(`${PASSWORD} `, hash)).toBe(false)
  })

  it('is the same however the keyboard composes its letters', async () => {
    expect(await passwordFits('geho\u0308rt niemandem', await hashPassword('gehört niemandem'))).toBe(true)
  })

  it('opens with the parameters its hash was made with (argon2 reference implementation, test.c)', async () => {
    const known = '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4'
    expect(await passwordFits('password', known)).toBe(true)
    expect(await passwordFits('differentpassword', known)).toBe(false)
  })

  it('opens nothing that is no hash', async () => {
    for (const hash of [
      '',
      'none',
      '$argon2id$v=19$m=19456,t=2,p=1$$',
      '$argon2i$v=19$m=8,t=1,p=1$YWFh$YWFh',
    ])
      expect(await passwordFits(PASSWORD, hash), hash).toBe(false)
  })
})

describe('accounts', () => {
  it('are one whatever the case of the name, and listed by name', () => {
    expect(accounts.none).toBe(true)
    expect(accounts.add('Tomás', 'view', 'h')).toBeNull()
    expect(accounts.add('Maria', 'manage', 'h')).toBeNull()
    expect(accounts.add('MARIA', 'view', 'h')).toBe('exists')
    expect(accounts.all().map(({ name, role }) => [name, role])).toEqual([
      ['Maria', 'manage'],
      ['Tomás', 'view'],
    ])
    expect(accounts.find('Toma\u0301s')?.name).toBe('Tomás')
  })

  it('always have one left that can manage them', () => {
    accounts.add('maria', 'manage', 'h')
    accounts.add('tom', 'operate', 'h')
    expect([accounts.remove('MARIA'), accounts.setRole('maria', 'view')]).toEqual([
      'lastManager',
      'lastManager',
    ])
    accounts.setRole('tom', 'manage')
    expect([accounts.remove('maria'), accounts.remove('maria')]).toEqual([null, 'unknown'])
  })

  it('take their sessions with them when they go, and when their password changes', () => {
    accounts.add('maria', 'manage', 'h')
    accounts.add('tom', 'operate', 'h')
    const [maria, tom] = [sessions.begin('maria'), sessions.begin('tom')]
    accounts.setHash('MARIA', 'another')
    expect([sessions.read(maria), sessions.read(tom)?.name]).toEqual([null, 'tom'])
    accounts.remove('tom')
    expect(sessions.read(tom)).toBeNull()
  })
})

describe('a session', () => {
  beforeEach(() => {
    accounts.add('maria', 'operate', 'h')
  })

  it('has the role that its account has now', () => {
    const token = sessions.begin('maria')
    expect(sessions.read(token)).toEqual({ name: 'maria', role: 'operate', local: true })
    accounts.setRole('maria', 'view')
    expect(sessions.read(token)?.role).toBe('view')
  })

  it('ends when nobody was there for long enough, and not while somebody is', () => {
    const [busy, idle] = [sessions.begin('maria'), sessions.begin('maria')]
    clock.advance(RULES.idleMilliseconds - 1)
    sessions.here(busy)
    clock.advance(1)
    expect([sessions.read(busy)?.name, sessions.read(idle)]).toEqual(['maria', null])
    sessions.here(idle)
    expect(sessions.read(idle)).toBeNull()
  })

  it('ends after its longest time whatever happens', () => {
    const token = sessions.begin('maria')
    const steps = RULES.longestMilliseconds / (RULES.idleMilliseconds / 2)
    for (let step = 1; step < steps; step++) {
      clock.advance(RULES.idleMilliseconds / 2)
      sessions.here(token)
    }
    expect(sessions.read(token)?.name).toBe('maria')
    clock.advance(RULES.idleMilliseconds / 2)
    expect(sessions.read(token)).toBeNull()
  })

  it('is not made longer by a clock that was set back', () => {
    const token = sessions.begin('maria')
    clock.jumpWall(-1)
    expect(sessions.read(token)).toBeNull()
  })

  it('is one of ten at most: the oldest makes room', () => {
    const tokens = Array.from({ length: 11 }, () => {
      clock.advance(1)
      return sessions.begin('maria')
    })
    expect(tokens.map((token) => sessions.read(token) !== null)).toEqual([false, ...Array(10).fill(true)])
  })

  it('is no session that was never begun', () => {
    for (const token of ['', 'x', 'A'.repeat(43)]) expect(sessions.read(token)).toBeNull()
  })
})

describe('the audit', () => {
  const entry = (action: string) => ({
    who: 'maria',
    role: 'operate' as const,
    address: '127.0.0.1',
    action,
    detail: 'bin 3',
    result: 'done',
  })
  const audit = () => new Audit(file, () => 1_000 * 3_600_000)

  it('says who did what, when, from where and how it ended, newest first', () => {
    const kept = audit()
    kept.record(entry('emptyBin'))
    kept.record({ ...entry('signIn'), who: '', role: null, detail: '', result: 'wrong' })
    expect(kept.read(Number.MAX_SAFE_INTEGER, 10)).toEqual([
      expect.objectContaining({ id: 2, who: '', role: null, action: 'signIn', result: 'wrong' }),
      { id: 1, at: '2026-01-15T09:00:00.000Z', ...entry('emptyBin') },
    ])
    expect(kept.read(2, 10).map(({ id }) => id)).toEqual([1])
  })

  it('cannot be changed, nor shortened but by age: the file itself refuses', () => {
    audit().record(entry('emptyBin'))
    for (const sql of ["UPDATE audit SET who = 'tom'", 'DELETE FROM audit'])
      expect(() => file.run(sql), sql).toThrow('append-only')
    expect(audit().read(9, 9)).toHaveLength(1)
  })

  it('forgets what is older than is wanted', () => {
    const kept = audit()
    kept.record(entry('old'))
    clock.advance(999 * 3_600_000)
    kept.record(entry('young'))
    clock.advance(2 * 3_600_000)
    kept.record(entry('new'))
    expect(kept.read(9, 9).map(({ action }) => action)).toEqual(['new', 'young'])
    expect(AUDIT_ENTRIES_MAX).toBeGreaterThan(100_000)
  })

  it('is a file for a spreadsheet in which no entry is a formula', () => {
    const kept = audit()
    kept.record({ ...entry('account.add'), detail: '=1+1, "view"' })
    expect([...auditCsv(kept.all())].join('')).toBe(
      '\uFEFFNumber,Time,Who,Role,Address,Action,Detail,Result\r\n' +
        `1,2026-01-15T09:00:00.000Z,maria,operate,127.0.0.1,account.add,"'=1+1, ""view""",done\r\n`,
    )
  })
})

describe('pauses', () => {
  it('grow with each try, are bounded, and are forgotten', () => {
    const pauses = new Pauses(clock, NAME_PAUSES)
    const waits = Array.from({ length: 15 }, () => {
      pauses.tried('maria')
      return pauses.left('maria') / 1_000
    })
    expect(waits).toEqual([0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300])
    clock.advance(299_999)
    expect(pauses.left('maria')).toBe(1)
    clock.advance(600_001)
    expect(pauses.left('maria')).toBe(0)
    pauses.tried('maria')
    expect(pauses.left('maria')).toBe(0)
  })

  it('remember so many and no more', () => {
    const pauses = new Pauses(clock, NAME_PAUSES)
    for (let i = 0; i < REMEMBERED_MAX + 5; i++) pauses.tried(`name ${i}`)
    expect(pauses.remembered).toBe(REMEMBERED_MAX)
  })
})

describe("the staff's file", () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'staff-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('holds neither password nor token', async () => {
    const opened = openStaff({ folder, wall: () => clock.wall() })
    const kept = new Accounts(opened.file)
    kept.add('maria', 'manage', await hashPassword(PASSWORD))
    const token = new Sessions(opened.file, () => RULES).begin('maria')
    for (const name of readdirSync(folder)) {
      const bytes = readFileSync(join(folder, name))
      for (const secret of [PASSWORD, token, Buffer.from(token, 'base64url')])
        expect(bytes.includes(secret), name).toBe(false)
    }
    opened.file.shut()
  })

  it('that is damaged is set aside, and nobody comes in until there is an account', () => {
    writeFileSync(join(folder, 'staff.sqlite'), 'no database at all, but long enough to be taken for one')
    const { file: fresh, setAside } = openStaff({ folder, wall: () => clock.wall() })
    expect(setAside).toBe('staff.damaged-2026-01-15T09-00-00-000Z.sqlite')
    expect(new Accounts(fresh).none).toBe(true)
    fresh.shut()
  })
})
