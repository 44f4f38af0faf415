defmodule Shop.MixProject do end
