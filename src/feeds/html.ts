import { visibleLine, visibleText } from './visible.js'

/** Markup that this project wrote. Only `html` makes it, so nothing from a log can pass for it. */
export interface Markup {
  readonly markup: string
}

export type Content = Markup | string | number | null | undefined | false | readonly Content[]

/**
 * The one way to make markup: what is written in the template stays, whatever is put into it is
 * escaped, unless it is markup itself.
 */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  const markup = parts.map((part, index) => part + render(contents[index])).join('')
  return Object.freeze({ markup })
}

/** Joined, with nothing between. */
export function joined(contents: readonly Content[]): Markup {
  return Object.freeze({ markup: contents.map(render).join('') })
}

/** A text of several lines, such as a prompt: its line ends stay. */
export function textBlock(text: string): Markup {
  return Object.freeze({ markup: escapeCharacters(visibleText(text)) })
}

/** Text as it may stand between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  return escapeCharacters(visibleLine(text))
}

function render(content: Content): string {
  if (content === null || content === undefined || content === false) return ''
  if (typeof content === 'string') return escapeHtml(content)
  if (typeof content === 'number') return escapeHtml(String(content))
  if (isMarkup(content)) return content.markup
  return content.map(render).join('')
}

function isMarkup(content: Markup | readonly Content[]): content is Markup {
  return 'markup' in content
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeCharacters(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}
