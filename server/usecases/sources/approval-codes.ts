import { kindCodeOf } from './source-ids.ts'

type Hash = (text: string) => string

/**
 * What a source is answered for a code of its own, as Feishu answers one of its own (创建三方审批定义): the same whenever
 * it is asked.
 */
export function approvalCodeFor(hash: Hash, source: string, ownCode: string): string {
  const digits = hash(JSON.stringify(['approval code', source, ownCode])).toUpperCase()
  const [a, b, c, d, e] = [0, 8, 12, 16, 20].map((from, at) => digits.slice(from, [8, 12, 16, 20, 32][at]))
  return `${a}-${b}-${c}-${d}-${e}`
}

/** Our code of a definition, by what its source was answered. */
const definitionCodeOf = (hash: Hash, source: string, approvalCode: string): string =>
  kindCodeOf(hash, source, approvalCode)

/** Our codes of the definitions that a source may mean: it goes on with what it was answered, or with what it passed. */
export const codesFor = (hash: Hash, source: string, code: string): readonly string[] => [
  definitionCodeOf(hash, source, code),
  definitionCodeOf(hash, source, approvalCodeFor(hash, source, code)),
]

/** The other way: what a source was answered for a definition of its own. */
export const approvalCodeIn = (source: string, definitionCode: string): string =>
  definitionCode.slice(source.length + 1)
