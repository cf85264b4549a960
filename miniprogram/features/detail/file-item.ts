import type { AttachmentView } from '../../../shared/responses.ts'
import type { FileItem } from '../../view/node-item.ts'
import type { Reading } from './reading.ts'

export function toFile(file: AttachmentView, { urlOf }: Pick<Reading, 'urlOf'>): FileItem {
  return {
    id: file.id,
    name: file.name,
    size: sizeText(file.size),
    url: urlOf(file.url),
    image: /^image\/(png|jpeg|gif|webp|bmp)$/.test(file.type),
  }
}

export function sizeText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} KB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
