import type { Recipe } from '../recipe';
import dart from './dart';
import dotnet from './dotnet';
import download from './download';
import elixir from './elixir';
import go from './go';
import haskell from './haskell';
import java from './java';
import nativeBuild from './native-build';
import nodeNpm from './node-npm';
import perl from './perl';
import php from './php';
import pythonConda from './python-conda';
import pythonPdm from './python-pdm';
import pythonPip from './python-pip';
import pythonPipenv from './python-pipenv';
import pythonPoetry from './python-poetry';
import pythonUv from './python-uv';
import r from './r';
import rubyBundler from './ruby-bundler';
import rubySite from './ruby-site';
import rust from './rust';
import swift from './swift';

/** All recipes, in the order in which they are asked. */
export const recipes: readonly Recipe[] = [
  go,
  java,
  dotnet,
  nodeNpm,
  pythonConda,
  pythonUv,
  pythonPoetry,
  pythonPipenv,
  pythonPdm,
  pythonPip,
  php,
  rubySite,
  rubyBundler,
  perl,
  elixir,
  haskell,
  swift,
  dart,
  rust,
  r,
  nativeBuild,
  download,
];
