import { z } from 'zod'
import { Refusal } from '../platform/answer.ts'

const REFUSED = 230099

/** 配置卡片多语言: with an underscore, unlike the languages of approvals. */
const LANGUAGES = [
  ...['en_us', 'zh_cn', 'zh_hk', 'zh_tw', 'ja_jp', 'id_id', 'vi_vn', 'th_th', 'pt_br', 'es_es', 'ko_kr'],
  ...['de_de', 'fr_fr', 'it_it', 'ru_ru', 'ms_my'],
] as const
export const InLanguages = z.partialRecord(
  z.enum(LANGUAGES),
  z.string(),
  'languages are spelled like zh_cn, en_us, ja_jp',
)

const text = <Tag extends string>(...tags: readonly [Tag, ...Tag[]]) =>
  z
    .looseObject({
      tag: z.enum(tags),
      content: z.string().optional(),
      i18n_content: InLanguages.optional(),
      i18n: InLanguages.optional(),
    })
    .refine(
      ({ content, i18n_content, i18n }) => content !== undefined || !!i18n_content || !!i18n,
      'a text has content',
    )

const Url = z.string().regex(/^(https?|lark):\/\//, 'a link is http(s) or lark')

const OpenUrl = z
  .looseObject({
    type: z.literal('open_url'),
    default_url: Url.optional(),
    android_url: Url.optional(),
    ios_url: Url.optional(),
    pc_url: Url.optional(),
  })
  .refine(
    (urls) => !!urls.default_url || (!!urls.android_url && !!urls.ios_url && !!urls.pc_url),
    'open_url has a default_url, or one for every platform',
  )
const Callback = z.looseObject({ type: z.literal('callback'), value: z.unknown() })

const LONGEST_LABEL = 100

const Button = z.looseObject({
  tag: z.literal('button'),
  text: text('plain_text', 'lark_md').refine(
    ({ content = '', i18n_content = {} }) =>
      [content, ...Object.values(i18n_content)].every((label) => label.length <= LONGEST_LABEL),
    'a button’s text has at most 100 characters',
  ),
  behaviors: z.array(z.discriminatedUnion('type', [OpenUrl, Callback])).min(1, 'a button does something'),
})

const Plain = [
  text('markdown'),
  z.looseObject({ tag: z.literal('hr') }),
  z.looseObject({ tag: z.literal('div'), text: text('plain_text', 'lark_md').optional() }),
  z.looseObject({ tag: z.literal('note'), elements: z.array(text('plain_text', 'lark_md')) }),
] as const

const Column = z.looseObject({
  tag: z.literal('column'),
  width: z.enum(['auto', 'weighted']).optional(),
  weight: z.int().min(1).max(5).optional(),
  elements: z.array(z.discriminatedUnion('tag', [...Plain, Button])).optional(),
})

/** 卡片 JSON 1.0: a button stands in an action or a column, not among the elements. */
const Element = z.discriminatedUnion(
  'tag',
  [
    ...Plain,
    z.looseObject({ tag: z.literal('action'), actions: z.array(Button).min(1) }),
    z.looseObject({ tag: z.literal('column_set'), columns: z.array(Column) }),
  ],
  'this sandbox knows markdown, div, note, hr, action and column_set',
)

const TEMPLATES = [
  ...['blue', 'wathet', 'turquoise', 'green', 'yellow', 'orange', 'red', 'carmine', 'violet', 'purple'],
  ...['indigo', 'grey', 'default'],
] as const

const Card = z.looseObject({
  schema: z.literal('1.0', 'this sandbox takes card JSON 1.0').optional(),
  config: z.looseObject({ update_multi: z.boolean().optional() }).optional(),
  header: z
    .looseObject({ title: text('plain_text', 'lark_md'), template: z.enum(TEMPLATES).optional() })
    .optional(),
  elements: z.array(Element).optional(),
})

export type Card = z.infer<typeof Card>

/** Reads an interactive message; refuses a card that Feishu could not show. */
export const readCard = (content: string): Card => checkCard(JSON.parse(content))

/** The same of a card that is no text yet. */
export function checkCard(content: unknown): Card {
  const card = Card.safeParse(content)
  if (card.success) return card.data
  const [issue] = card.error.issues
  throw new Refusal(
    REFUSED,
    `Failed to create card content: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
  )
}
