import { z } from 'zod'
import { checkCard, InLanguages, type Card } from '../im/card.ts'

const Url = z.string().regex(/^https?:\/\//, 'a link is http(s)')

/** 响应回调的结构体: of a card, this sandbox knows the raw ones. */
const RawCard = z.strictObject({ type: z.literal('raw'), data: z.unknown().transform(checkCard) }).optional()

/** 拉取链接预览数据. The guide requires `inline`. */
const Preview = z.strictObject({
  inline: z
    .strictObject({
      title: z.string().optional(),
      i18n_title: InLanguages.optional(),
      image_key: z.string().optional(),
      url: z
        .strictObject({
          copy_url: Url.optional(),
          ios: Url.optional(),
          android: Url.optional(),
          pc: Url.optional(),
          web: Url.optional(),
        })
        .optional(),
    })
    .refine(({ title, i18n_title }) => title !== undefined || !!i18n_title, 'inline has a title'),
  card: RawCard,
})
export type Preview = { inline: z.infer<typeof Preview>['inline']; card?: { data: Card } | undefined }

/** 卡片回传交互回调. */
const PressAnswer = z.strictObject({
  toast: z
    .strictObject({
      type: z.enum(['info', 'success', 'error', 'warning']).optional(),
      content: z.string().optional(),
      i18n: InLanguages.optional(),
    })
    .optional(),
  card: RawCard,
})
export type PressAnswer = z.infer<typeof PressAnswer>

/** What is wrong with it, or what it says. */
export const readPreview = (body: unknown): Preview | string => read(Preview, body)
export const readPressAnswer = (body: unknown): PressAnswer | string => read(PressAnswer, body)

function read<T extends z.ZodType>(schema: T, body: unknown): z.infer<T> | string {
  try {
    const parsed = schema.safeParse(body)
    if (parsed.success) return parsed.data
    const [issue] = parsed.error.issues
    return `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
