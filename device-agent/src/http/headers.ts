/** Headers on every answer: nothing from elsewhere, nothing inline, no frame, no sniffing, no sensors. */

export interface PolicyChanges {
  /** Origins a page may reach beside its own; null: not even that. */
  readonly connect?: readonly string[] | null
  /** Sources of the pages inside it; none where left out (CSP Level 3, section 6.1.4). */
  readonly frames?: string
  /** Who may have it as a frame; nobody where left out (section 6.4.2). */
  readonly framedBy?: string
}

export const policyOf = ({ connect = [], framedBy = "'none'", frames }: PolicyChanges = {}): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    ...(connect === null ? [] : [["connect-src 'self'", ...connect].join(' ')]),
    ...(frames === undefined ? [] : [`frame-src ${frames}`]),
    `frame-ancestors ${framedBy}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')

export const CONTENT_SECURITY_POLICY = policyOf()

export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

/** Vite puts a hash of the content into names under `assets/`: such a file never changes. */
export const cacheControl = (path: string): string =>
  path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
