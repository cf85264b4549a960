/** What one system calls something has to be told apart from what another calls so, and from what is ours. */

const PLAIN_ID = /^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/
const HASHED_ID = /^[0-9a-f]{32}$/

type Hash = (text: string) => string

/**
 * Our id of a source's approval, the same for every push of it. Below its source: ours have no hyphen, and an id of a
 * source has none either. Short enough that what is numbered below it fits into a uuid of Feishu's (64).
 */
export function instanceIdOf(hash: Hash, source: string, externalId: string): string {
  const isPlain = PLAIN_ID.test(externalId) && !HASHED_ID.test(externalId)
  return `${source}-${isPlain ? externalId : digestOf(hash, ['instance', source, externalId])}`
}

const PLAIN_CODE = /^[A-Za-z0-9_.-]{1,100}$/
const HASHED_CODE = /^h-[0-9a-f]{32}$/

/** Our code of a source's kind of approval: 128 characters at most (创建三方审批定义). */
export function kindCodeOf(hash: Hash, source: string, code: string): string {
  const isPlain = PLAIN_CODE.test(code) && !HASHED_CODE.test(code)
  return `${source}.${isPlain ? code : `h-${digestOf(hash, ['kind', source, code])}`}`
}

const digestOf = (hash: Hash, parts: readonly string[]): string => hash(JSON.stringify(parts)).slice(0, 32)
