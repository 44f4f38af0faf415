import 'reflect-metadata';
import { Controller, Get, Injectable, Module, Param } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

@Injectable()
class Signals {
  meaning(flag: string): string {
    return { A: 'Diver down', B: 'Dangerous goods', O: 'Man overboard' }[flag.toUpperCase()] ?? 'unknown';
  }
}

@Controller()
class SignalsController {
  constructor(private readonly signals: Signals) {}

  @Get()
  index(): string {
    return 'Ask /flags/a';
  }

  @Get('flags/:flag')
  flag(@Param('flag') flag: string): { meaning: string } {
    return { meaning: this.signals.meaning(flag) };
  }
}

@Module({ controllers: [SignalsController], providers: [Signals] })
class AppModule {}

void NestFactory.create(AppModule).then((app) => app.listen(8153, '127.0.0.1'));
