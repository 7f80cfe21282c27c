import type { AccountRequest } from '../contract/staff-requests.ts'
import type { AccountRefusal } from '../contract/staff-sign-in.ts'
import type { Accounts } from './accounts.ts'
import { hashPassword } from './password.ts'

/** Null: it is done, durably. Rejects with LecternError `JOURNAL_DISK_FULL` or `JOURNAL_FAILED` where it cannot be kept. */
export async function changeAccount(
  accounts: Accounts,
  request: AccountRequest,
): Promise<AccountRefusal | null> {
  switch (request.type) {
    case 'add':
      return accounts.add(request.name, request.role, await hashPassword(request.password))
    case 'role':
      return accounts.setRole(request.name, request.role)
    case 'password':
      return accounts.setHash(request.name, await hashPassword(request.password))
    case 'remove':
      return accounts.remove(request.name)
  }
}
