/**
 * The text of bench exchanges, cut from blocks that are made once.
 *
 * A turn is named by its account, conversation and number, and its bytes follow from that name. So a
 * later request resends exactly what an earlier one was answered, without anything being remembered.
 */

import { at, hashText, type Random } from './random.js'
import { codeTask, createRepository, toolResult } from './text/code.js'
import { answer, ask, createVoice } from './text/compose.js'
import { problem } from './text/problems.js'
import { renderTemplate, writeTemplates } from './text/templates.js'

export interface BenchTurn {
  readonly account: number
  readonly conversation: number
  readonly turn: number
  readonly place: number
  readonly isHostile: boolean
}

export interface BenchPool {
  /** Writes the rest of a line, from its texts to its end, and returns where it ended. */
  readonly write: (buffer: Buffer, end: number, turn: BenchTurn) => number
}

const PIECES = 4096
/** Bytes of one piece: a sentence in short texts, a page in long ones, to bound the pool. */
const PIECE_BYTES_MIN = 90
const PIECE_BYTES_MAX = 1500
/** Bytes of a line that are not conversation. */
const HEAD_BYTES = 750

export const createPool = (random: Random, kb: number, turns: number): BenchPool => {
  // A line holds on average half of the conversation's turns, each a question and an answer.
  const isLong = kb >= 4
  const turnBytes = Math.max(120, ((kb * 1024 - HEAD_BYTES) * 2) / (isLong ? turns + 1 : 2))
  const question = isLong ? turnBytes * 0.7 : turnBytes * 0.35
  const answered = turnBytes - question
  const pieceBytes = Math.min(PIECE_BYTES_MAX, Math.max(PIECE_BYTES_MIN, question / 4))
  const pieces = createPieces(random.split('pieces'), pieceBytes)
  const count = (bytes: number): number => Math.max(1, Math.round(bytes / pieceBytes))
  const texts = {
    questions: { heads: [], pieces, count: count(question) },
    answers: { heads: [], pieces, count: count(answered) },
    hostile: createTasks(random.split('tasks')),
  }
  return {
    write: (buffer, start, turn) => {
      let end = start + buffer.write(',"messages":[', start)
      // Short lines are single turns; long ones resend all that came before.
      const first = isLong && !turn.isHostile ? 0 : turn.turn
      for (let earlier = first; earlier < turn.turn; earlier += 1) {
        end = writeTurn(buffer, end, turn, earlier, texts)
        end += buffer.write(',{"role":"assistant","content":"', end)
        end = writeText(buffer, end, turn, earlier, texts.answers)
        end += buffer.write('"},', end)
      }
      end = writeTurn(buffer, end, turn, turn.turn, texts)
      end += buffer.write('],"response":"', end)
      const before = end
      end = writeText(buffer, end, turn, turn.turn, texts.answers)
      const tokensIn = Math.round((before - start) / 4)
      const tokensOut = Math.round((end - before) / 4)
      return end + buffer.write(`","tokens_in":${tokensIn},"tokens_out":${tokensOut}}\n`, end)
    },
  }
}

/** A text is one of the heads, if there are any, and then so many pieces. */
interface Source {
  readonly heads: readonly Buffer[]
  readonly pieces: readonly Buffer[]
  readonly count: number
}

interface Texts {
  readonly questions: Source
  readonly answers: Source
  readonly hostile: Source
}

const writeTurn = (
  buffer: Buffer,
  start: number,
  turn: BenchTurn,
  place: number,
  texts: Texts,
): number => {
  const end = start + buffer.write('{"role":"user","content":"', start)
  const written = writeText(
    buffer,
    end,
    turn,
    place,
    turn.isHostile ? texts.hostile : texts.questions,
  )
  return written + buffer.write('"}', written)
}

/** Pieces are chosen by the turn's name, so that no two turns are equal and each can be repeated. */
const writeText = (
  buffer: Buffer,
  start: number,
  turn: BenchTurn,
  place: number,
  source: Source,
): number => {
  let name = hashText(`${turn.account} ${turn.conversation} ${place}`)
  let end = start
  if (source.heads.length > 0) end += at(source.heads, name % source.heads.length).copy(buffer, end)
  for (let piece = 0; piece < source.count; piece += 1) {
    name = Math.imul(name ^ (name >>> 13), 0x5bd1e995) >>> 0
    end += at(source.pieces, (name ^ (name >>> 15)) & (PIECES - 1)).copy(buffer, end)
  }
  return end
}

const createPieces = (random: Random, bytes: number): readonly Buffer[] =>
  Array.from({ length: PIECES }, (_, place) => {
    const own = random.split(place)
    const voice = createVoice(own, 0)
    const repository = createRepository(own)
    let text = `${ask(own, voice)} `
    while (text.length < bytes) {
      text += own.chance(0.5)
        ? `\n${toolResult(own, repository, 5)}`
        : `${own.chance(0.3) ? codeTask(own, repository) : answer(own, voice, 4)} `
    }
    return inner(text.slice(0, Math.round(bytes * own.uniform(0.7, 1.3))))
  })

/** The campaign's templates, and the items it fills in, two for each request. */
const createTasks = (random: Random): Source => ({
  heads: writeTemplates(random, 'articulate').map((template) =>
    inner(renderTemplate(template, '')),
  ),
  pieces: Array.from({ length: PIECES }, (_, place) => inner(`${problem(random.split(place))} `)),
  count: 2,
})

const inner = (text: string): Buffer => Buffer.from(JSON.stringify(text).slice(1, -1))
