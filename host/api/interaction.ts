import { make, makeButton } from '../ui/dom.ts'
import { openSheet } from '../ui/sheet.ts'
import type { Toasts } from '../ui/toast.ts'
import type { Words } from '../ui/words.ts'
import { ApiError, textOf, toApi } from './callback.ts'

type Options = Record<string, unknown>

/** 界面交互: toasts, modals, action sheets. */
export function interactionApis(words: Words, toasts: Toasts) {
  const loading = (options: Options): void => {
    toasts.show({
      title: textOf(options, 'title') || words.loading,
      icon: 'loading',
      mask: options['mask'] === true,
      durationMs: null,
    })
  }
  return {
    showToast: toApi('showToast', (options) => {
      toasts.show({
        title: textOf(options, 'title'),
        icon: textOf(options, 'icon') || 'success',
        mask: options['mask'] === true,
        durationMs: typeof options['duration'] === 'number' ? options['duration'] : 1_500,
      })
    }),
    hideToast: toApi('hideToast', toasts.hide),
    showLoading: toApi('showLoading', loading),
    hideLoading: toApi('hideLoading', toasts.hide),
    showModal: toApi('showModal', (options) => showModal(words, options)),
    showActionSheet: toApi('showActionSheet', (options) => showActionSheet(words, options)),
  }
}

async function showModal(words: Words, options: Options) {
  const title = textOf(options, 'title')
  const editable = options['editable'] === true
  const confirmed = await openSheet<{ content?: string }>(
    { label: title || textOf(options, 'content'), kind: 'modal' },
    (close) => {
      const field = make('textarea', { class: 'host-field', label: title })
      field.placeholder = textOf(options, 'placeholderText')
      field.value = editable ? textOf(options, 'content') : ''
      const onOk = (): void => close(editable ? { content: field.value } : {})
      const ok = makeButton(textOf(options, 'confirmText') || words.ok, onOk, 'host-button primary')
      const cancel = makeButton(textOf(options, 'cancelText') || words.cancel, () => close(undefined))
      return [
        ...(title === '' ? [] : [make('h2', { class: 'host-title', text: title })]),
        editable ? field : make('p', { class: 'host-words', text: textOf(options, 'content') }),
        make('div', { class: 'host-buttons' }, ...(options['showCancel'] === false ? [ok] : [cancel, ok])),
      ]
    },
  )
  return { confirm: confirmed !== undefined, cancel: confirmed === undefined, ...confirmed }
}

async function showActionSheet(words: Words, options: Options) {
  const items = (options['itemList'] ?? []) as string[]
  const tapIndex = await openSheet<number>({ label: textOf(options, 'title') || words.ok }, (close) => [
    make(
      'div',
      { class: 'host-options' },
      ...items.map((item, at) => makeButton(item, () => close(at), 'host-option')),
    ),
    makeButton(words.cancel, () => close(undefined), 'host-button wide'),
  ])
  if (tapIndex === undefined) throw new ApiError('cancel')
  return { tapIndex }
}
