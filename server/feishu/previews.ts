import type { Links } from './payloads/links.ts'
import { toPreview, toPreviewCard, toToast } from './payloads/preview.ts'
import type { Sign } from './payloads/quick-approval.ts'
import type { PreviewPort } from './port.ts'

/** Answers to what Feishu asks; nothing is sent. */
export const createPreviews = (deps: { links: Links; sign: Sign }): PreviewPort => ({
  preview: (url, content) => toPreview(url, content, deps),
  pressed: (type, words, content) => ({
    toast: toToast(type, words),
    ...(content && { card: toPreviewCard(content, deps) }),
  }),
})
