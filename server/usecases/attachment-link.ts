import type { UseCaseContext } from './context.ts'

const LINK_LIFE_MS = 10 * 60_000
/** A page that is read again within a minute gets the same links, so its images stay where they are. */
const ROUND_MS = 60_000

type Deps = Pick<UseCaseContext, 'mac' | 'now' | 'publicUrl'>

export type SignedLink = { id: string; viewer: string; expires: number; signature: string }

/** An address that opens one file for one person for ten minutes: `<image src>` cannot send a token. */
export function linkTo(ctx: Deps, id: string, viewer: string): string {
  const expires = Math.floor(ctx.now() / ROUND_MS) * ROUND_MS + LINK_LIFE_MS
  const query = new URLSearchParams({
    viewer,
    expires: String(expires),
    signature: signatureOf(ctx, { id, viewer, expires }),
  })
  return `${ctx.publicUrl}/api/v1/attachments/${encodeURIComponent(id)}?${query.toString()}`
}

/** Whether it is one of ours and still holds. What is compared are hashes, so that the time taken says nothing. */
export function isValidLink(ctx: Deps & Pick<UseCaseContext, 'hash'>, link: SignedLink): boolean {
  const isOurs = ctx.hash(link.signature) === ctx.hash(signatureOf(ctx, link))
  return isOurs && link.expires > ctx.now()
}

function signatureOf({ mac }: Deps, { id, viewer, expires }: Omit<SignedLink, 'signature'>): string {
  return mac(JSON.stringify(['attachment', id, viewer, expires]))
}
