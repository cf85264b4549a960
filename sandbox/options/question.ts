import { z } from 'zod'
import { SOURCE_LOCALES, type Source } from './company.ts'

/** 关联外部选项说明, 请求参数: everything but the token may be left out. */
const Question = z.strictObject({
  token: z.string(),
  user_id: z.string().optional(),
  employee_id: z.string().optional(),
  linkage_params: z.record(z.string(), z.string()).optional(),
  page_token: z.string().optional(),
  query: z.string().optional(),
  locale: z.enum(SOURCE_LOCALES).optional(),
})
export type Question = z.infer<typeof Question>

/** What a source refuses: it answers `code` and `msg` with HTTP 200. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly code: number

  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

/** 只对设置了支持模糊、分页搜索的数据源有效. */
const OF_SEARCH = ['page_token', 'query', 'locale'] as const

/** Throws `Refused` for whatever the page does not name, and for a token that is another. */
export function readQuestion(text: string, { type, token }: { type: string; token: string }): Question {
  if (!/^application\/json(;|$)/.test(type))
    throw new Refused(40001, `Content-Type is ${type || 'none'}, not application/json`)
  const parsed = Question.safeParse(parseJson(text))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new Refused(40002, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`)
  }
  if (parsed.data.token !== token) throw new Refused(40100, 'token is wrong')
  return parsed.data
}

/** A source that is not searched does not know what these are. */
export function assertFits(question: Question, { isSearched }: Source): void {
  const stray = OF_SEARCH.find((name) => !isSearched && question[name] !== undefined)
  if (stray !== undefined) throw new Refused(40003, `${stray} is not for this source`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Refused(40002, 'the body is no JSON')
  }
}
