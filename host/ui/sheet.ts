import { make } from './dom.ts'

/** Closes what is open over a page that goes away. */
export function closeSheets(): void {
  for (const dialog of document.querySelectorAll<HTMLDialogElement>('dialog[open]')) dialog.close()
}

/**
 * Opens a modal dialog over the page. `build` gets the function that closes it with a value; Escape and a click
 * outside close it with `undefined`. The browser gives the focus back; see dialogs.ts for Tab.
 */
export function openSheet<T>(
  { label, kind = 'sheet' }: { label: string; kind?: 'sheet' | 'modal' },
  build: (close: (value: T | undefined) => void) => HTMLElement[],
): Promise<T | undefined> {
  return new Promise((resolve) => {
    const dialog = make('dialog', { class: `host-${kind}`, label })
    let result: T | undefined
    const close = (value: T | undefined): void => {
      result = value
      dialog.close()
    }
    dialog.addEventListener('close', () => {
      dialog.remove()
      resolve(result)
    })
    if (kind === 'sheet') {
      dialog.addEventListener('click', (event) => {
        if (event.target === dialog) close(undefined)
      })
    }
    dialog.append(make('div', { class: 'host-sheet-body' }, ...build(close)))
    document.body.append(dialog)
    dialog.showModal()
  })
}
