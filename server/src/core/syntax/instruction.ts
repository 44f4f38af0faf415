import { Ground, noteRead } from '../reads/reads';
import type { Span } from '../text/span';
import type { Comment, Flag, Heredoc, Instruction, KeyValue, LogicalText, Word } from './dockerfile';

/** What a parser finds of an instruction. */
export type InstructionParts = Omit<Instruction, 'index'>;

/**
 * An instruction that may be kept from version to version: its spans move with the text above it. Who reads what its
 * words decide is noted; its keyword and its number are part of the order of instructions, which is noted where it is read.
 */
export class KeptInstruction extends Ground implements Instruction {
  readonly keyword: string;
  index = -1;
  /** What the model remembers of it. A field, since a collector of garbage takes long over weak maps. */
  memory: object | undefined = undefined;
  readonly #parts: InstructionParts;

  constructor(parts: InstructionParts) {
    super();
    this.keyword = parts.keyword;
    this.#parts = parts;
  }

  #read(): InstructionParts {
    noteRead(this);
    return this.#parts;
  }

  get keywordSpan(): Span {
    return this.#read().keywordSpan;
  }
  get span(): Span {
    return this.#read().span;
  }
  get headSpan(): Span {
    return this.#read().headSpan;
  }
  get linesSpan(): Span {
    return this.#read().linesSpan;
  }
  get logical(): LogicalText {
    return this.#read().logical;
  }
  get flags(): readonly Flag[] {
    return this.#read().flags;
  }
  get body(): Instruction['body'] {
    return this.#read().body;
  }
  get words(): readonly Word[] {
    return this.#read().words;
  }
  get exec(): readonly Word[] | undefined {
    return this.#read().exec;
  }
  get pairs(): readonly KeyValue[] {
    return this.#read().pairs;
  }
  get isLegacyPair(): boolean {
    return this.#read().isLegacyPair;
  }
  get heredocs(): readonly Heredoc[] {
    return this.#read().heredocs;
  }
  get innerComments(): readonly Comment[] {
    return this.#read().innerComments;
  }
  get emptyContinuations(): readonly Span[] {
    return this.#read().emptyContinuations;
  }
  get leadingComments(): readonly Comment[] {
    return this.#read().leadingComments;
  }
  get trigger(): Instruction | undefined {
    return this.#read().trigger;
  }
  get healthType(): Word | undefined {
    return this.#read().healthType;
  }
}
