package com.example.harbour;

import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
@RestController
public class HarbourApplication {
    @Value("${harbour.name}")
    private String name;

    public static void main(String[] args) {
        SpringApplication.run(HarbourApplication.class, args);
    }

    @GetMapping("/")
    public String index() {
        return name;
    }

    @GetMapping("/berths/{number}")
    public Map<String, Object> berth(@PathVariable int number) {
        return Map.of("berth", number);
    }
}
