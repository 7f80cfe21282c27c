/** Accounts and the audit, for those who manage. */
import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { AccountRequest } from '../contract/staff-requests.ts'
import { ROUTE_ROLES } from '../contract/staff-roles.ts'
import {
  ACCOUNTS_PATH,
  type AccountView,
  AUDIT_CSV_PATH,
  AUDIT_PAGE_ENTRIES,
  AUDIT_PATH,
  type AuditPage,
} from '../contract/staff-sign-in.ts'
import type { Account } from '../staff/accounts.ts'
import { auditCsv } from '../staff/audit-csv.ts'
import type { SignIn } from '../staff/sign-in.ts'
import { checked } from './read-message.ts'
import type { StaffGuard } from './staff-guard.ts'

const readAccount = checked(AccountRequest)

const viewOf = ({ lastSeen, name, role, since }: Account): AccountView => ({
  name,
  role,
  since: new Date(since).toISOString(),
  lastSeen: lastSeen === null ? null : new Date(lastSeen).toISOString(),
})

export function serveAccounts(app: FastifyInstance, guard: StaffGuard, signIn: SignIn): void {
  app.get(ACCOUNTS_PATH, async (request, reply) => {
    if ((await guard.asker(request, reply, ROUTE_ROLES.accounts)) === null) return reply
    return reply.send(signIn.accounts.all().map(viewOf))
  })

  app.post(ACCOUNTS_PATH, guard.ownPage, async (request, reply) => {
    const caller = await guard.asker(request, reply, ROUTE_ROLES.accounts)
    if (caller === null) return reply
    const asked = readAccount(request.body)
    if (asked === null) return reply.code(400).send({ error: 'not an order about an account' })
    const by = caller.signed
    const refused = await signIn.changeAccount(asked)
    const detail = 'role' in asked ? `${asked.name}, ${asked.role}` : asked.name
    caller.record(`account.${asked.type}`, detail, refused ?? 'done', by)
    return refused === null ? reply.code(204).send() : reply.code(409).send({ why: refused })
  })

  app.get<{ Querystring: { before?: string } }>(AUDIT_PATH, async (request, reply) => {
    if ((await guard.asker(request, reply, ROUTE_ROLES.audit)) === null) return reply
    const before = Number(request.query.before ?? Number.MAX_SAFE_INTEGER)
    if (!Number.isSafeInteger(before)) return reply.code(400).send({ error: 'before is a number' })
    const entries = signIn.audit.read(before, AUDIT_PAGE_ENTRIES)
    const last = entries.length === AUDIT_PAGE_ENTRIES ? (entries.at(-1)?.id ?? null) : null
    const page: AuditPage = { entries, before: last }
    return reply.send(page)
  })

  app.get(AUDIT_CSV_PATH, async (request, reply) => {
    const caller = await guard.asker(request, reply, ROUTE_ROLES.audit)
    if (caller === null) return reply
    caller.record('audit.save', '', 'done')
    return reply
      .header('content-disposition', 'attachment; filename="lectern-audit.csv"')
      .type('text/csv; charset=utf-8; header=present')
      .send(Readable.from(auditCsv(signIn.audit.all())))
  })
}
