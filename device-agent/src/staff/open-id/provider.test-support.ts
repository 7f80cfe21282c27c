/** A real provider on this machine, with people who sign in by a press; and a browser without a window. */
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'
import type { OpenIdSettings } from '../../config/open-id-settings.ts'

export const CLIENT_ID = 'lectern'
export const CLIENT_SECRET = 'not for a settings page'
/** What its key is called. */
export const KEY = 'key-1'
/** Who may sign in, and in which groups they are. */
export const PEOPLE: Readonly<Record<string, readonly string[]>> = {
  ines: ['library', 'library-managers'],
  omar: ['library'],
  vera: ['sports'],
}

export interface TestProvider {
  readonly issuer: string
  readonly settings: OpenIdSettings
  /** Answers with this instead, where it says so: for what a sound provider does not do. */
  answer: ((path: string) => { readonly status: number; readonly body: unknown } | null) | null
  close(): Promise<void>
}

export interface TestProviderOptions {
  /** Where browsers may be sent back to. */
  readonly redirects: readonly string[]
  /** Left out: a public client. */
  readonly secret?: string
}

export async function startProvider({ redirects, secret }: TestProviderOptions): Promise<TestProvider> {
  const server = createServer((request, response) => handle(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT_ID,
        ...(secret === undefined ? { token_endpoint_auth_method: 'none' } : { client_secret: secret }),
        redirect_uris: redirects,
        post_logout_redirect_uris: redirects,
      },
    ],
    // Behind `profile`, so that they are told at the userinfo endpoint and not in the ID token.
    claims: { profile: ['preferred_username', 'groups'] },
    findAccount: (_context: unknown, sub: string) => ({
      accountId: sub,
      claims: () => ({ sub, preferred_username: sub, groups: PEOPLE[sub] }),
    }),
    jwks: { keys: [newKey(KEY)] },
    cookies: { keys: ['of a test'] },
    pkce: { required: () => true },
    interactions: { url: (_context: unknown, { uid }: { readonly uid: string }) => `/interaction/${uid}` },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: true, logoutSource: askWhetherToLeave },
    },
    ttl: {
      AccessToken: 600,
      AuthorizationCode: 60,
      Grant: 600,
      IdToken: 600,
      Interaction: 600,
      Session: 600,
    },
    // Whoever has signed in is asked nothing more.
    loadExistingGrant: async (context: {
      readonly oidc: { readonly session: { readonly accountId: string } }
    }) => {
      const grant = new provider.Grant({ accountId: context.oidc.session.accountId, clientId: CLIENT_ID })
      grant.addOIDCScope('openid profile')
      await grant.save()
      return grant
    },
  })
  const callback = provider.callback()
  const found: TestProvider = {
    issuer,
    settings: {
      name: 'City login',
      issuer,
      clientId: CLIENT_ID,
      scopes: ['profile'],
      nameClaim: 'preferred_username',
      roleClaim: 'groups',
      roles: { operate: ['library'], manage: ['library-managers'] },
    },
    answer: null,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  function handle(request: IncomingMessage, response: ServerResponse): void {
    const path = new URL(request.url ?? '/', issuer).pathname
    const instead = found.answer?.(path) ?? null
    if (instead !== null)
      response
        .writeHead(instead.status, { 'content-type': 'application/json' })
        .end(JSON.stringify(instead.body))
    else if (!path.startsWith('/interaction/')) callback(request, response)
    else if (request.method === 'POST') void finish(provider, request, response)
    else response.writeHead(200, { 'content-type': 'text/html' }).end(askWho())
  }
  return found
}

/** One that can sign; `kid`: what it is called. */
export function newKey(kid: string): Readonly<Record<string, unknown>> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return { ...privateKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' }
}

async function finish(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  const accountId = new URLSearchParams(body).get('who')
  const cancelled = { error: 'access_denied', error_description: 'ines pressed cancel' }
  await provider.interactionFinished(
    request,
    response,
    accountId === null ? cancelled : { login: { accountId } },
  )
}

const page = (title: string, body: string) =>
  `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>${title}</title><h1>${title}</h1>${body}</html>`
const askWho = () =>
  page(
    'City login',
    `<form method="post">${Object.keys(PEOPLE)
      .map((who) => `<button name="who" value="${who}">${who}</button>`)
      .join('')}<button>Cancel</button></form>`,
  )
function askWhetherToLeave(context: { body: string }, form: string): void {
  context.body = page(
    'Leave City login?',
    `${form}<button form="op.logoutForm" name="logout" value="yes">Leave</button>`,
  )
}

/** Follows a provider's pages as a browser does, up to where it is sent back: with cookies, and a press. */
export class TestBrowser {
  readonly #cookies = new Map<string, string>()

  /** `who`: null presses cancel. Resolves with the query it is sent back with. */
  async signIn(url: string, who: string | null, redirect: string): Promise<string> {
    let answer = await this.#ask(url)
    for (let at = new URL(url); ; ) {
      const to = answer.headers.get('location')
      if (to !== null) {
        if (to.startsWith(redirect)) return new URL(to).search.slice(1)
        at = new URL(to, at)
        answer = await this.#ask(at.href)
      } else if (at.pathname.startsWith('/interaction/')) {
        answer = await this.#ask(at.href, new URLSearchParams(who === null ? {} : { who }))
      } else throw new Error(`stays at ${at.pathname}: ${answer.status} ${await answer.text()}`)
    }
  }

  async #ask(url: string, body?: URLSearchParams): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const method = body === undefined ? {} : { method: 'POST', body }
    const answer = await fetch(url, { ...method, redirect: 'manual', headers: { cookie } })
    for (const set of answer.headers.getSetCookie()) {
      const [pair = ''] = set.split(';')
      this.#cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    return answer
  }
}
