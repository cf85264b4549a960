import { z } from 'zod'
import type { Result } from './answer.ts'

export const OPTION_FAULTS = [
  /** In time, or not. */
  'slow_3s',
  'slow_7s',
  'never',
  /** Instead of an answer. */
  'http_500',
  'reset',
  'redirect',
  'html',
  'broken_json',
  'refused',
  'sealed_otherwise',
  /** Answers of a wrong shape, or too much of them. */
  'wrong_shape',
  'large',
  'endless',
  'no_options',
  'no_texts',
  'endless_pages',
  'same_page',
  'repeated_ids',
  'strange_ids',
  'text_missing',
  'many_languages',
] as const
export type OptionFaultKind = (typeof OPTION_FAULTS)[number]

export const OptionFault = z.object({
  /** A source's name, or `*`. */
  source: z.string().default('*'),
  kind: z.enum(OPTION_FAULTS),
  /** The next n requests; without it all of them. */
  times: z.number().int().positive().optional(),
  /** redirect: where to. */
  to: z.string().default('http://169.254.169.254/latest/meta-data/'),
})
export type OptionFault = z.infer<typeof OptionFault>

/** Another result in place of the real one. */
export const RESULTS: Partial<Record<OptionFaultKind, (real: Result, asked: number) => unknown>> = {
  wrong_shape: () => ({ options: { id: 'x' }, i18nResources: 'none' }),
  no_options: () => ({ options: [], i18nResources: [] }),
  no_texts: (real) => ({ ...real, i18nResources: [] }),
  large: (real) => ({ ...real, padding: 'x'.repeat(10_000_000) }),
  endless_pages: (_real, asked) => ({
    options: [{ id: `more-${String(asked)}`, value: `@i18n@more-${String(asked)}` }],
    i18nResources: [
      {
        locale: 'zh_cn',
        isDefault: true,
        texts: { [`@i18n@more-${String(asked)}`]: `第 ${String(asked)} 页` },
      },
    ],
    hasMore: true,
    nextPageToken: `endless-${String(asked)}`,
  }),
  same_page: (real) => ({ ...real, hasMore: true, nextPageToken: 'again' }),
  repeated_ids: (real) => ({ ...real, options: [...real.options, ...real.options] }),
  many_languages: (real) => ({
    ...real,
    i18nResources: Array.from({ length: 2_000 }, () => ({ locale: 'xx_xx', isDefault: false, texts: {} })),
  }),
  strange_ids: (real) => ({
    ...real,
    options: [
      ...['\u0000\u0007bell', 'right\u202Eleft', 'x'.repeat(300), '', '   ', 7, null].map((id) => ({
        id,
        value: real.options[0]?.value ?? '',
      })),
      ...real.options,
    ],
  }),
  text_missing: (real) => ({
    ...real,
    i18nResources: real.i18nResources.map((one) => ({
      ...one,
      texts: one.locale === 'zh_cn' ? one.texts : {},
    })),
  }),
}
